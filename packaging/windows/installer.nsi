; The installer for Windows, for one user and without rights of an administrator. windows_installer.py runs it.
; https://nsis.sourceforge.io/Docs/
Target amd64-unicode ; as the program, and Wine without 32 bits
!include MUI2.nsh

!define NAME "Socket Workbench"
!define PROGRAM "socket-workbench-window.exe"
!define CLASSES "Software\Classes"
!define SESSION "SocketWorkbench.Session"
!define SCENARIO "SocketWorkbench.Scenario"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\SocketWorkbench"

Name "${NAME}"
OutFile "${SETUP}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
RequestExecutionLevel user
SetCompressor /SOLID lzma
ManifestDPIAware true

VIProductVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "FileDescription" "Installs ${NAME}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT licence"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; What was installed, and nothing else: a folder that the user chose may have other files.
!include "${REMOVAL}"

!macro TELL_EXPLORER
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' ; SHCNE_ASSOCCHANGED
!macroend

!macro FILE_TYPE TYPE TITLE
  WriteRegStr HKCU "${CLASSES}\${TYPE}" "" "${TITLE}"
  WriteRegStr HKCU "${CLASSES}\${TYPE}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${CLASSES}\${TYPE}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" --open "%1"'
!macroend

Section
  ; The files of an older version may have other names.
  ReadRegStr $0 HKCU "${UNINSTALL}" "InstallLocation"
  ${If} $0 != ""
  ${AndIf} ${FileExists} "$0\uninstall.exe"
    ExecWait '"$0\uninstall.exe" /S _?=$0'
  ${EndIf}

  SetOutPath "$INSTDIR"
  File /r "${FOLDER}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}"

  !insertmacro FILE_TYPE "${SESSION}" "${NAME} session"
  !insertmacro FILE_TYPE "${SCENARIO}" "${NAME} scenario"
  WriteRegStr HKCU "${CLASSES}\.swb" "" "${SESSION}"
  WriteRegStr HKCU "${CLASSES}\.swb\OpenWithProgids" "${SESSION}" ""
  ; Windows knows a type by what follows the last dot. Other files are .toml as well, so this is one
  ; of the programs that can open them and not the one that does.
  WriteRegStr HKCU "${CLASSES}\.toml\OpenWithProgids" "${SCENARIO}" ""

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  !insertmacro TELL_EXPLORER
SectionEnd

Section Uninstall
  Delete "$SMPROGRAMS\${NAME}.lnk"
  !insertmacro REMOVE_FILES
  Delete "$INSTDIR\uninstall.exe"
  SetOutPath "$TEMP"
  RMDir "$INSTDIR"
  RMDir "$LOCALAPPDATA\Programs" ; if it is empty

  ReadRegStr $0 HKCU "${CLASSES}\.swb" ""
  ${If} $0 == "${SESSION}"
    DeleteRegValue HKCU "${CLASSES}\.swb" ""
  ${EndIf}
  DeleteRegValue HKCU "${CLASSES}\.swb\OpenWithProgids" "${SESSION}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.swb\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.swb"
  DeleteRegValue HKCU "${CLASSES}\.toml\OpenWithProgids" "${SCENARIO}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.toml\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.toml"
  DeleteRegKey HKCU "${CLASSES}\${SESSION}"
  DeleteRegKey HKCU "${CLASSES}\${SCENARIO}"
  DeleteRegKey HKCU "${UNINSTALL}"
  !insertmacro TELL_EXPLORER
SectionEnd
