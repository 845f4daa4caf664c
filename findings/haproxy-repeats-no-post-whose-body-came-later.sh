#!/usr/bin/env bash
# Version: HAProxy 2.6.12 (Debian 12, haproxy 2.6.12-1+deb12u4), Python 3 as client and servers.
# Usual belief: with "retry-on 503" and "option redispatch" a request that one server answers with 503 goes to another one, a POST too, as
#   long as its body is small enough to be kept (tune.bufsize).
# Behaviour: it depends on the packets. A POST that came as a whole is sent again. One whose body came in a packet of its own, a moment after
#   its head, as many HTTP clients send it, is not: the 503 goes to the client, however small the body is. With "option http-buffer-request"
#   HAProxy waits for the body before it connects, and then that one is sent again, too.
# Seen: together: 200 200 200 200; apart: 503 200 503 200 (in some order); apart, buffered: 200 200 200 200
set -euo pipefail
folder=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q haproxy=2.6.12-1+deb12u4 liblua5.3-0=5.3.6-2 \
  libopentracing-c-wrapper0=1.1.3-3+b1 libopentracing1=1.6.0-4 >/dev/null 2>&1
for package in *.deb; do dpkg -x "$package" root; done
libraries=$(find root -name '*.so*' -printf '%h\n' | sort -u | paste -sd:)
cat > finding.py <<'PY'
import http.server, socket, subprocess, sys, threading, time

def serve(status):
    class Server(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()
        def log_message(self, *arguments):
            pass
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.handle_error = lambda *arguments: None  # HAProxy closes its connections when it ends
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]

def free():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

def post(port, apart):
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n"
        if apart:
            client.sendall(head)
            time.sleep(0.2)
            client.sendall(b"{}")
        else:
            client.sendall(head + b"{}")
        return client.recv(4096).split()[1].decode()

def run(haproxy, buffered, apart):
    port = free()
    with open("haproxy.cfg", "w") as file:
        file.write(f"""
defaults
    mode http
    timeout connect 2s
    timeout client 5s
    timeout server 5s
    retries 3
    option redispatch 1
    retry-on conn-failure empty-response 503
    {"option http-buffer-request" if buffered else ""}
frontend in
    bind 127.0.0.1:{port}
    default_backend nodes
backend nodes
    balance roundrobin
    server a 127.0.0.1:{serve(503)}
    server b 127.0.0.1:{serve(200)}
""")
    process = subprocess.Popen([haproxy, "-q", "-db", "-f", "haproxy.cfg"], stderr=subprocess.DEVNULL)
    try:
        until = time.time() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                if time.time() > until:
                    raise
                time.sleep(0.05)
        return [post(port, apart) for _ in range(4)]
    finally:
        process.terminate()
        process.wait()

together, apart, buffered = run(sys.argv[1], False, False), run(sys.argv[1], False, True), run(sys.argv[1], True, True)
print("together:", *together, "; apart:", *apart, "; apart, buffered:", *buffered)
sys.exit(0 if set(together) == {"200"} and set(apart) == {"200", "503"} and set(buffered) == {"200"} else 1)
PY
LD_LIBRARY_PATH="$libraries" python3 finding.py "$folder/root/usr/sbin/haproxy" || { echo "This has changed." >&2; exit 1; }
