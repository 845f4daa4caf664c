/**
 * Looks whether all that a server depends on is as it has to be, before the first event comes or at any time after, without changing anything:
 * its own files, disk and clock, its public address, and what each connector tells of its system.
 *
 * <p>May use {@code diagnosis}, {@code connectors} and all below it, {@code ledger.start}, {@code web}, {@code deploy}, {@code settings} and
 * {@code scheduling}.
 */
package dev.aftertalk.care.doctor;
