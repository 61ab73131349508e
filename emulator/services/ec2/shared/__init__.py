"""What every EC2 operation shares: filters, describe calls, tags at creation, client tokens, views and words."""
