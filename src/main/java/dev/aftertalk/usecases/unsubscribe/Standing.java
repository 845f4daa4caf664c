package dev.aftertalk.usecases.unsubscribe;

/** What an address wants of a list. */
enum Standing {
    SUBSCRIBED,
    UNSUBSCRIBED,
    UNSUBSCRIBED_FROM_ALL
}
