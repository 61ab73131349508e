"""The rules of AWS as this project emulates them: no HTTP, no XML, no clock of its own."""
