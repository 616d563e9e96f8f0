"""Django's PostgreSQL engine, on the private server, started when first connected to."""
