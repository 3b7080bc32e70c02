"""What people do, one module per kind of deed. Every action takes `actor`, checks the right, and is one transaction."""
