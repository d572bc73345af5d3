"""Runs first in the frozen program: lets pyqtgraph be imported without Qt's modules for OpenGL.

It imports them whatever it is used for, and needs their contents only to draw with OpenGL, which
the plots do not. They would add 10 MB to the folder.
"""

import sys
from types import ModuleType


class QOpenGLWidget:
    """The base and the type that pyqtgraph refers to; no widget is one."""


for name in ("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets"):
    sys.modules[name] = ModuleType(name)
vars(sys.modules["PySide6.QtOpenGLWidgets"])["QOpenGLWidget"] = QOpenGLWidget
