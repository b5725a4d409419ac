"""It looks for services that listen on local sockets, by path and by abstract name, and connects to them.

earns: 4 exactly
stopped by: root, namespaces, landlock, seccomp
"""

import os
import socket
import stat

paths = ["/run/docker.sock", "/run/dbus/system_bus_socket", "/run/systemd/private", "/run/nscd/socket"]
names = []
try:
    with open("/proc/net/unix") as table:
        names = [line.split()[-1] for line in table.readlines()[1:] if len(line.split()) == 8]
except OSError:
    names = []
for folder in ("/run", "/var/run", "/tmp/.X11-unix"):
    for place, _, files in os.walk(folder):
        paths += [os.path.join(place, name) for name in files]
for name in {*paths, *names}:
    address = "\0" + name[1:] if name.startswith("@") else name
    for kind in (socket.SOCK_STREAM, socket.SOCK_SEQPACKET, socket.SOCK_DGRAM):
        try:
            if not name.startswith("@") and not stat.S_ISSOCK(os.stat(name).st_mode):
                continue
            with socket.socket(socket.AF_UNIX, kind) as connection:
                connection.settimeout(0.5)
                connection.connect(address)
                print("ESCAPED: connected to", name)
        except OSError:
            continue


def double(x):
    return 2 * x
