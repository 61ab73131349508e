"""What the AWS service models say: operations, shapes and constraints, frozen from botocore."""
