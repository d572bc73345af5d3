"""The main window, its menus, status line and dialogs, and the windows of recorded sessions."""
