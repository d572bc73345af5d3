"""What macOS is told of the program: the property list of its bundle. Untried.

https://developer.apple.com/documentation/bundleresources/information-property-list
"""

TITLE = "Socket Workbench"
IDENTIFIER = "alt.socket_workbench.SocketWorkbench"
SESSIONS = f"{IDENTIFIER}.session"
SCENARIOS = f"{IDENTIFIER}.scenario"


def property_list(version: str) -> dict[str, object]:
    """Return the property list, without what PyInstaller adds by itself."""
    return {
        "CFBundleDisplayName": TITLE,
        "CFBundleShortVersionString": version,
        "LSApplicationCategoryType": "public.app-category.developer-tools",
        "LSMinimumSystemVersion": "13.0",  # as Qt 6.11
        "NSHighResolutionCapable": True,
        "NSLocalNetworkUsageDescription": "What you start here uses the network.",
        "NSRequiresAquaSystemAppearance": False,  # dark where the system is
        "CFBundleDocumentTypes": [
            _document("Socket Workbench session", SESSIONS),
            _document("Socket Workbench scenario", SCENARIOS),
        ],
        "UTExportedTypeDeclarations": [
            _type("Socket Workbench session", SESSIONS, "public.data", "swb"),
            _type("Socket Workbench scenario", SCENARIOS, "public.text", "scenario.toml"),
        ],
    }


def _document(name: str, identifier: str) -> dict[str, object]:
    return {
        "CFBundleTypeName": name,
        "CFBundleTypeRole": "Editor",
        "LSHandlerRank": "Owner",
        "LSItemContentTypes": [identifier],
    }


def _type(name: str, identifier: str, parent: str, suffix: str) -> dict[str, object]:
    return {
        "UTTypeConformsTo": [parent],
        "UTTypeDescription": name,
        "UTTypeIdentifier": identifier,
        "UTTypeTagSpecification": {"public.filename-extension": [suffix]},
    }
