# Runs when the server answers; AWS_ENDPOINT_URL and credentials are set. Tests fork `prepared`.
ipam-emulator world create prepared --fixture seeded
