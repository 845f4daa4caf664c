package dev.aftertalk.web;

/**
 * The addresses of an extension, which makes a bean of this: {@code path} and all below it. They need no login, their pages have a frame of
 * their own, and a body that is sent there may be as large as one for {@code /api}. An extension guards them itself.
 *
 * @param path one part, such as {@code /shop}
 * @throws IllegalArgumentException for any other form
 */
public record OpenArea(String path) {

    public OpenArea {
        if (!path.matches("/[a-z0-9-]+")) {
            throw new IllegalArgumentException(
                    "The addresses of an extension begin with one part of small letters, digits and -, such as"
                            + " /shop, not with " + path);
        }
    }

    /** The part without its slash. */
    public String name() {
        return path.substring(1);
    }
}
