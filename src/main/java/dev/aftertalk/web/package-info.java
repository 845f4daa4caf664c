/**
 * What is the same for every address: the form of error answers, and links and redirects that are right behind any proxy.
 *
 * <p>May use {@code text} and {@code settings}.
 */
package dev.aftertalk.web;
