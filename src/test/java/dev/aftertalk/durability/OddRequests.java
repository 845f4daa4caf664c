package dev.aftertalk.durability;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aftertalk.durability.OddAddresses.Address;
import dev.aftertalk.durability.OddAddresses.Who;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Requests to every address, as browsers and programs send them, with up to three things changed that browsers, proxies and scripts get wrong. */
final class OddRequests {

    private static final List<String> METHODS = List.of(
            "HEAD",
            "OPTIONS",
            "PUT",
            "PATCH",
            "DELETE",
            "TRACE",
            "CONNECT",
            "get",
            "PROPFIND",
            "X".repeat(300),
            "G\u00e9T",
            "GET\t");

    private static final List<String> IN_PATHS = List.of(
            ";a=b",
            ";",
            ";a=%",
            ";a=%2",
            ";a=%zz",
            ";a=%41;jsessionid=1",
            "%",
            "%zz",
            "%2",
            "%00",
            "%2e%2e",
            "%2f",
            "%5c",
            "%25",
            "%0d%0a",
            "%c0%af",
            "%ff",
            "%e9",
            "%F0%9D%84%9E",
            "%u0041",
            "\u00e9",
            "{a}",
            "|",
            "\"",
            "^",
            "`",
            "\\",
            "<a>",
            "[",
            " ",
            "\t",
            "//",
            "/./",
            "/../",
            "/..",
            "/",
            ".",
            "..",
            "*",
            "+",
            "@",
            ":",
            "~",
            "&",
            "=",
            "x".repeat(3_000),
            "x".repeat(9_000),
            "a/".repeat(500),
            "\u0001");

    private static final List<String> IN_QUERIES = List.of(
            "%",
            "%zz",
            "%2",
            "%00",
            "%ff",
            "%c0%af",
            "\u00e9",
            "&&",
            "&=",
            "=",
            "=&=a",
            "a",
            "a=b=c",
            "a[0]=1",
            "a.b=c",
            "+",
            "#",
            "?",
            "{a}",
            "|",
            "\"",
            " ",
            "\\",
            "a=1&".repeat(300),
            "x".repeat(6_000),
            "a=1&a=2",
            "%26%3D",
            "<a>",
            ";",
            "\u0001");

    private final Odds odds;
    private final Map<String, String> known;
    private final Map<Who, String> logins;

    /**
     * @param kind the method and the pattern of the address
     * @param odd what is odd about it
     * @param last whether the sender closes its side with it
     */
    record Request(String kind, String odd, byte[] bytes, boolean last) {}

    private static final class Draft {
        final List<String> odd = new ArrayList<>();
        final List<String> headers = new ArrayList<>();
        String method;
        String target;
        String query = "";
        String version = "HTTP/1.1";
        String line = "\r\n";
        String before = "";
        byte[] body;
        String length;
        boolean last;
    }

    /**
     * @param known what stands in addresses for the names in braces
     * @param logins the headers that somebody is known by
     */
    OddRequests(Odds odds, Map<String, String> known, Map<Who, String> logins) {
        this.odds = odds;
        this.known = known;
        this.logins = logins;
    }

    Request next() {
        Address address = odds.of(OddAddresses.ALL);
        Draft draft = usual(address);
        for (int left = odds.below(4); left > 0; left--) {
            change(draft, address);
        }
        return new Request(
                address.method() + " " + address.pattern(), String.join(", ", draft.odd), bytes(draft), draft.last);
    }

    private Draft usual(Address address) {
        Draft draft = new Draft();
        draft.method = address.method();
        draft.target = address.path(known);
        draft.headers.add("Host: localhost");
        draft.headers.add("Connection: close");
        String login = logins.getOrDefault(odds.oneIn(10) ? Who.ADMIN : address.who(), "");
        if (!login.isEmpty() && !odds.oneIn(15)) {
            draft.headers.addAll(List.of(login.split("\r\n")));
        }
        if (odds.oneIn(2)) {
            draft.headers.add("Accept: text/html,application/xhtml+xml,*/*;q=0.8");
        }
        if (address.method().equals("GET")) {
            draft.query = odds.oneIn(3) ? "" : form(address);
        } else if (address.takesJson()) {
            draft.headers.add("Content-Type: application/json");
            draft.body = OddBodies.json(odds, address.fields());
        } else {
            draft.headers.add("Content-Type: application/x-www-form-urlencoded");
            draft.body = form(address).getBytes(ISO_8859_1);
        }
        return draft;
    }

    /** Some of the fields that the address knows, some of them with values that it knows too. */
    private String form(Address address) {
        List<String> pairs = new ArrayList<>();
        for (String field : address.fields()) {
            if (odds.oneIn(2)) {
                pairs.add(URLEncoder.encode(field, UTF_8) + "=" + URLEncoder.encode(value(), UTF_8));
            }
        }
        return String.join("&", pairs);
    }

    private String value() {
        return odds.oneIn(2)
                ? odds.of(
                        "5",
                        "1",
                        "unsubscribe",
                        "all",
                        "resubscribe",
                        "One-Click",
                        "dead",
                        "done",
                        "project",
                        "channel",
                        "operator",
                        "day",
                        "week",
                        "month",
                        "hour",
                        "custom",
                        "7d",
                        "2026-11-01",
                        "2026-11-28",
                        "viewer",
                        "admin",
                        "read",
                        "true",
                        "false",
                        "/dashboard",
                        "/login?to=/",
                        "//host/",
                        "/%",
                        "/{a}")
                : odds.text();
    }

    private void change(Draft draft, Address address) {
        switch (odds.below(12)) {
            case 0 -> draft.method = note(draft, "method", odds.of(METHODS));
            case 1, 2 -> draft.target = inserted(draft.target, note(draft, "path", odds.of(IN_PATHS)));
            case 3 -> draft.query = inserted(draft.query, note(draft, "query", odds.of(IN_QUERIES)));
            case 4, 5, 6 -> OddHeaders.add(odds, draft.headers, draft.odd);
            case 7, 8 -> {
                OddBodies.Body body = OddBodies.of(odds, address.fields(), draft.body);
                note(draft, body.odd(), "");
                draft.body = body.bytes();
                if (body.type() != null) {
                    draft.headers.removeIf(header -> header.startsWith("Content-Type"));
                    draft.headers.add("Content-Type: " + body.type());
                }
            }
            case 9 -> {
                draft.length = OddBodies.framing(odds);
                note(draft, "framing", draft.length);
            }
            case 10 -> frame(draft);
            default -> {
                draft.last = true;
                note(draft, "sender closes its side", "");
            }
        }
    }

    private void frame(Draft draft) {
        switch (odds.below(5)) {
            case 0 ->
                draft.version = note(
                        draft,
                        "version",
                        odds.of(
                                "HTTP/1.0",
                                "HTTP/0.9",
                                "HTTP/2.0",
                                "HTTP/1.2",
                                "HTTX/1.1",
                                "http/1.1",
                                "HTTP/1.1 x",
                                ""));
            case 1 -> draft.line = note(draft, "line ends", odds.of("\n", "\r", "\r\r\n"));
            case 2 ->
                draft.before = note(
                        draft,
                        "before it",
                        odds.of(
                                "\r\n",
                                "\n\n",
                                " ",
                                "\u0000",
                                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                                "\u0016\u0003\u0001"));
            case 3 ->
                draft.target = note(
                        draft,
                        "target",
                        odds.of(
                                "*",
                                "http://localhost" + draft.target,
                                "http://[::1" + draft.target,
                                "https://other:99999/",
                                "localhost:80",
                                "?",
                                "#a",
                                "",
                                "x"));
            default -> draft.headers.remove(odds.below(draft.headers.size()));
        }
    }

    private static String note(Draft draft, String what, String value) {
        draft.odd.add(
                value.isEmpty() ? what : what + " " + (value.length() > 40 ? value.substring(0, 40) + "…" : value));
        return value;
    }

    private String inserted(String text, String odd) {
        int at = odds.oneIn(2) ? text.length() : odds.below(text.length() + 1);
        return text.substring(0, at) + odd + text.substring(at);
    }

    private static byte[] bytes(Draft draft) {
        StringBuilder head =
                new StringBuilder(draft.before).append(draft.method).append(' ').append(draft.target);
        if (!draft.query.isEmpty()) {
            head.append('?').append(draft.query);
        }
        head.append(draft.version.isEmpty() ? "" : " " + draft.version).append(draft.line);
        draft.headers.forEach(header -> head.append(header).append(draft.line));
        if (draft.length != null) {
            head.append(draft.length).append(draft.line);
        } else if (draft.body != null) {
            head.append("Content-Length: ").append(draft.body.length).append(draft.line);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.append(draft.line).toString().getBytes(ISO_8859_1));
        if (draft.body != null) {
            all.writeBytes(draft.body);
        }
        return all.toByteArray();
    }
}
