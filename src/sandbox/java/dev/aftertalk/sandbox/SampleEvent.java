package dev.aftertalk.sandbox;

/** An event ready to be sent: the bytes are what is signed. */
record SampleEvent(String eventId, String eventType, byte[] body) {}
