package dev.aftertalk.access;

/**
 * A page of an extension, which makes a bean of this, in the navigation of everybody who is logged in; after the product's own pages.
 *
 * @param path where a controller of the extension answers
 * @param code the message code of its name, in a file that {@code spring.messages.basename} lists
 */
public record NavigationPage(String path, String code) {}
