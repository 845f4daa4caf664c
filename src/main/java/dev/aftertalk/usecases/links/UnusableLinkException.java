package dev.aftertalk.usecases.links;

/** A link that opens nothing: it has expired, or it is not one that this server made for that purpose. */
public class UnusableLinkException extends RuntimeException {

    private final boolean expired;

    UnusableLinkException(boolean expired) {
        super(expired ? "The link has expired." : "The link is not one of this server.");
        this.expired = expired;
    }

    /** True when it was one of ours and its time is over. */
    public boolean expired() {
        return expired;
    }
}
