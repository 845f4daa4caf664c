/**
 * The contract of every package that keeps data ({@link dev.aftertalk.privacy.KeptData}): taking a person out of it, and letting it go with
 * age. {@code care.retention} has it done for all of them.
 *
 * <p>May use {@code secrets} and the ledger.
 */
package dev.aftertalk.privacy;
