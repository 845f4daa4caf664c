package dev.aftertalk.usecases.unsubscribe;

/** What an address wants of a list. */
enum SubscriptionStatus {
    SUBSCRIBED,
    UNSUBSCRIBED,
    UNSUBSCRIBED_FROM_ALL
}
