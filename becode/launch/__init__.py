"""What `make run` does before and around the processes of the site."""
