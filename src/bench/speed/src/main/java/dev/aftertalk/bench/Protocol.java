package dev.aftertalk.bench;

/** What a stand-in says on one connection. */
interface Protocol {

    /** What it says first; nothing in HTTP. */
    default void begin(Answers answers) {}

    /**
     * Takes the next request or line.
     *
     * @param bytes what came in and wasn't taken yet, between from and to
     * @return how many of them it took; 0 when there is too little yet
     */
    int take(byte[] bytes, int from, int to, Answers answers);

    /** The way back. */
    interface Answers {

        void send(byte[] answer);

        void sendLater(byte[] answer);

        /** Once everything is sent. */
        void close();
    }
}
