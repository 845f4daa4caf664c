/**
 * The budget of calls that another system gives this account, as its answers tell it: whose calls come first when it runs out.
 *
 * <p>May use {@code connectors.calls}, {@code ledger.waiting}, the ledger, {@code text} and {@code scheduling}.
 */
package dev.aftertalk.connectors.quota;
