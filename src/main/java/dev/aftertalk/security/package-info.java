/** Who may do what: users and their logins, tokens of programs, and what was changed by whom. */
package dev.aftertalk.security;
