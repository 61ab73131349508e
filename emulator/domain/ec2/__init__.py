"""What all of EC2's resources have in common: kinds of identifiers, places, tags, client tokens, Regions and zones."""
