package dev.aftertalk.ledger;

/** Another server that is alive has the identity of this one. */
public class SharedIdentityException extends RuntimeException {

    private final String node;
    private final String elsewhere;
    private final String here;

    SharedIdentityException(String node, String elsewhere, String here) {
        super("The node " + node + " is alive at " + elsewhere);
        this.node = node;
        this.elsewhere = elsewhere;
        this.here = here;
    }

    public String node() {
        return node;
    }

    public String elsewhere() {
        return elsewhere;
    }

    public String here() {
        return here;
    }
}
