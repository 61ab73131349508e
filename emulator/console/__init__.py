"""The console: a web page that shows a world and acts on it through the admin API alone."""
