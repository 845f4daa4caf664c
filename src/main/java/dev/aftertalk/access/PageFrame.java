package dev.aftertalk.access;

import java.util.List;

/**
 * What the frame of a page shows. Public for the templates.
 *
 * @param user null: nobody is logged in
 * @param role {@code viewer}, {@code operator} or {@code admin}; null without a user
 * @param path of this page
 * @param csrfName of the hidden field that every form that posts needs
 * @param csrfHeader in which a script sends the same
 */
public record PageFrame(
        String user,
        String role,
        List<Navigation.Item> items,
        String path,
        String csrfName,
        String csrfHeader,
        String csrf) {

    /** Whether the user may do what this role may. */
    public boolean may(String wanted) {
        return role != null
                && Role.of(wanted)
                        .map(least -> Role.of(role).orElse(Role.VIEWER).compareTo(least) >= 0)
                        .orElse(false);
    }
}
