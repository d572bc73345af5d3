import plistlib


def test_documents_of_the_bundle_are_of_types_that_it_declares(load):
    bundle = load("frozen_bundle")
    told = bundle.property_list("1.2.3")
    declared = {each["UTTypeIdentifier"] for each in told["UTExportedTypeDeclarations"]}
    opened = {name for each in told["CFBundleDocumentTypes"] for name in each["LSItemContentTypes"]}
    assert opened == declared
    assert all(name.startswith(f"{bundle.IDENTIFIER}.") for name in declared)


def test_it_is_a_property_list_with_the_version(load):
    told = load("frozen_bundle").property_list("1.2.3")
    assert plistlib.loads(plistlib.dumps(told)) == told
    assert told["CFBundleShortVersionString"] == "1.2.3"
