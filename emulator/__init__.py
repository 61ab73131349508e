"""A local, in-memory emulator of the control plane where Amazon VPC IPAM meets AWS Organizations."""

__version__ = "0.1.0"
