package dev.aftertalk.access;

/** Where to go after a login: an address of this server only, whatever a link to the login page says. */
final class LocalTarget {

    private LocalTarget() {}

    static String of(String wanted) {
        if (wanted == null
                || !wanted.startsWith("/")
                || wanted.startsWith("//")
                || wanted.startsWith("/login")
                || wanted.startsWith("/logout")
                || wanted.length() > 1_000
                || wanted.chars().anyMatch(c -> "\\{}".indexOf(c) >= 0 || c <= ' ' || c > '~')) {
            return "/";
        }
        return wanted;
    }
}
