/**
 * What is the same for every address: the form of error answers, and links and redirects that are right behind any proxy.
 *
 * <p>May use the ledger, {@code settings} and {@code text}.
 */
package dev.aftertalk.web;
