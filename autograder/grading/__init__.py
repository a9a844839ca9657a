"""What nbgrader runs of ours, each a preprocessor named in nbgrader_config.py."""
