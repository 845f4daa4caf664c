/**
 * On which data of another version this one may start, and what is said of data on which it may not.
 *
 * <p>May use nothing of ours.
 */
package dev.aftertalk.upgrade;
