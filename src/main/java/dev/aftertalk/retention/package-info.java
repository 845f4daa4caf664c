/** How long things are kept, and taking out what is known about a person. */
package dev.aftertalk.retention;
