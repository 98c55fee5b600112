/** The platform ends every token after it. */
export const daySeconds = 86_400
