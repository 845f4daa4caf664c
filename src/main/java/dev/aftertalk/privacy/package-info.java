/**
 * What every package that keeps data answers to: taking a person out of it, and letting it go with age.
 *
 * <p>May use {@code secrets} and the ledger.
 */
package dev.aftertalk.privacy;
