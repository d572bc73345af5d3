"""What runs in a watched process. This folder is on its PYTHONPATH; nothing of ours is imported."""
