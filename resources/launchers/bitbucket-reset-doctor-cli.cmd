@echo off
rem The command line of Bitbucket Reset Doctor, run by the program's own Electron as plain Node: no window.
setlocal
set ELECTRON_RUN_AS_NODE=1
"%~dp0Bitbucket Reset Doctor.exe" "%~dp0resources\cli\cli.cjs" %*
exit /b %ERRORLEVEL%
