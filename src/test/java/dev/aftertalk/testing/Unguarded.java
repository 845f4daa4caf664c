package dev.aftertalk.testing;

import dev.aftertalk.connectors.calls.Guard;

/** A guard that lets every call through and is told nothing. */
public final class Unguarded {

    public static final Guard GUARD = () -> new Guard.Call() {
        @Override
        public void answered() {}

        @Override
        public void failed(String why) {}

        @Override
        public void refused(String why) {}

        @Override
        public void close() {}
    };

    private Unguarded() {}
}
