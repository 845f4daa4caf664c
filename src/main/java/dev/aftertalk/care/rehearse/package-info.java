/**
 * Rehearses an edit: runs events through the workflows that run and through edited ones, with every action told instead of done, and says
 * what would be different.
 *
 * <p>May use whatever is needed to make routes and to read events; what acts stands in for itself by {@code rehearsal}.
 */
package dev.aftertalk.care.rehearse;
