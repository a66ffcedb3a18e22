"""What each part of intake adds to the world of the permission tests."""
