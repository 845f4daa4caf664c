package dev.aftertalk.connectors.calls;

import java.time.Duration;

/** Stands in front of one other system: every call to it asks here first and says afterwards how it went. */
public interface Guard {

    /**
     * Asks to call. Waits for its turn where there is a rate limit.
     *
     * @throws dev.aftertalk.ledger.RetryableException when the other system is not to be called now
     */
    Call enter();

    /** A call under way. What is said first counts; one that is closed without a word tells nothing about the other system. */
    interface Call extends AutoCloseable {

        /** The other system answered, though it may have refused: it is up. */
        void answered();

        /**
         * It is down, busy or does not answer.
         *
         * @param why as ops people should read it; without secrets and personal data
         */
        void failed(String why);

        /**
         * It refuses this server, whatever it is asked: somebody has to set something.
         *
         * @param why as ops people should read it; without secrets and personal data
         */
        void refused(String why);

        /** It said that it takes no call for so long: what waits for it does not go on before. */
        default void noneFor(Duration time) {}

        @Override
        void close();
    }
}
