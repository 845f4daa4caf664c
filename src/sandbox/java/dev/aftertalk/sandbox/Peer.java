package dev.aftertalk.sandbox;

/** Another system that is spoken to over HTTP: its rules and what it holds, whoever brings the requests. */
public interface Peer {

    PeerAnswer answer(PeerRequest request);
}
