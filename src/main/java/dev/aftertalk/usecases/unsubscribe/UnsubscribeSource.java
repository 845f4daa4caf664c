package dev.aftertalk.usecases.unsubscribe;

/** How somebody came to unsubscribe. */
enum UnsubscribeSource {
    /** The button a mail program shows beside the sender, RFC 8058. */
    ONE_CLICK("one-click"),
    /** The page the link in a mail opens. */
    PAGE("page"),
    /** Somebody of the house, asked by the visitor in another way. */
    OPERATOR("operator");

    private final String stored;

    UnsubscribeSource(String stored) {
        this.stored = stored;
    }

    /** As it stands in the database. */
    String stored() {
        return stored;
    }
}
