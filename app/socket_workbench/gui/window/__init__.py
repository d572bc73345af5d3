"""The main window: its menus, its foot, its dialogs, and the windows of recorded sessions."""
