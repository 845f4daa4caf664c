/**
 * What a package that talks to another system gives to {@code doctor}, which looks whether all is ready before the first event comes: how it
 * examines that system without changing anything, and what routes use of it. {@code care.doctor} has them examined.
 *
 * <p>May use nothing of ours.
 */
package dev.aftertalk.diagnosis;
