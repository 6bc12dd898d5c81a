"""A desktop's notification service for a test: answers as the specification asks and prints every message as a line.

The address of the session bus is in DBUS_SESSION_BUS_ADDRESS; it ends when its standard input does.
https://specifications.freedesktop.org/notification-spec/
"""

import json
import sys

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

NAME = "org.freedesktop.Notifications"


class Service(dbus.service.Object):
    count = 0

    @dbus.service.method(NAME, out_signature="as")
    def GetCapabilities(self):
        return ["body", "actions"]

    @dbus.service.method(NAME, out_signature="ssss")
    def GetServerInformation(self):
        return ("test", "test", "1", "1.2")

    @dbus.service.method(NAME, in_signature="u")
    def CloseNotification(self, number):
        pass

    @dbus.service.method(NAME, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, app, replaces, icon, summary, body, actions, hints, timeout):
        self.count += 1
        print(json.dumps({"app": app, "summary": summary, "body": body}), flush=True)
        return self.count


DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()
taken = dbus.service.BusName(NAME, bus, do_not_queue=True)
service = Service(bus, "/org/freedesktop/Notifications")
print(json.dumps({"ready": True}), flush=True)
loop = GLib.MainLoop()
GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_HUP, lambda *_: loop.quit())
loop.run()
