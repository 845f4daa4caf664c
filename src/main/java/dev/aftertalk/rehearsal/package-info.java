/**
 * What a package that acts gives to a rehearsal, in which events run through workflows and nothing is done: what stands in for its beans and
 * components there, and how these tell what they would have done. {@code care.rehearse} runs them.
 *
 * <p>May use Camel alone.
 */
package dev.aftertalk.rehearsal;
